import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clusters', '0005_events_by_context'),
        ('companies', '0016_name_pages'),
        ('networks', '0003_fewer_indexes'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='companyclusterhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='companyclusterhistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='companies.companycluster'),
        ),
        migrations.AlterField(
            model_name='companyhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='companysectorhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='companysectorhistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='companies.companysector'),
        ),
        migrations.AlterField(
            model_name='companytaghistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='companytaghistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='companies.companytag'),
        ),
        migrations.AlterField(
            model_name='importhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='importmappinghistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='locationhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='locationhistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='companies.location'),
        ),
        migrations.AlterField(
            model_name='membershiphistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='membershiphistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='companies.membership'),
        ),
        migrations.AlterField(
            model_name='slughistoryhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='sourcerecordhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='taghistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddIndex(
            model_name='companyclusterhistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='companycluster_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='companyhistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='company_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='companysectorhistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='companysector_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='companytaghistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='companytag_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='importhistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='import_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='importmappinghistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='importmapping_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='locationhistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='location_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='membershiphistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='membership_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='slughistoryhistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='slughistory_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='sourcerecordhistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='sourcerecord_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='taghistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='tag_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
    ]
