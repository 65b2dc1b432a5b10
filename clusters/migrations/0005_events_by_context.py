import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clusters', '0004_fewer_indexes'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.AlterField(
            model_name='areahistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='clusterhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='clusterrolehistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='documenthistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='figurehistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='organisationhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='postcodehistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='sectoractivityhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='sectorhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='sourcehistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='userhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddIndex(
            model_name='areahistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='area_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='clusterhistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='cluster_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='clusterrolehistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='clusterrole_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='documenthistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='document_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='figurehistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='figure_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='organisationhistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='organisation_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='postcodehistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='postcode_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='sectoractivityhistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='sectoractivity_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='sectorhistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='sector_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='sourcehistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='source_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='userhistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='user_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
    ]
