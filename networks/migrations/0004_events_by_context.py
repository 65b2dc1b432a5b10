import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clusters', '0005_events_by_context'),
        ('networks', '0003_fewer_indexes'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.AlterField(
            model_name='cooperationhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='eventhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='networkareahistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='networkclusterhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='networkhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddIndex(
            model_name='cooperationhistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='cooperation_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='eventhistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='event_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='networkareahistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='networkarea_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='networkclusterhistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='networkcluster_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='networkhistory',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['pgh_context'], name='network_by_context', opclasses=['uuid_bloom_ops'], pages_per_range=32),
        ),
    ]
