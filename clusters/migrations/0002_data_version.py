import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

CHANGES = """
CREATE SEQUENCE clusters_dataversion_number;
CREATE UNLOGGED TABLE clusters_pending (changed boolean);

CREATE FUNCTION clusters_data_changed() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('clusteratlas.pending', true) IS DISTINCT FROM 'yes' THEN
        PERFORM set_config('clusteratlas.pending', 'yes', true);
        INSERT INTO clusters_pending VALUES (true);
    END IF;
END $$;

CREATE FUNCTION clusters_new_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('clusteratlas.pending', '', true);
    INSERT INTO clusters_dataversion (id, version, epoch, changed_at)
    VALUES (1, nextval('clusters_dataversion_number'), gen_random_uuid(), clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, changed_at = excluded.changed_at;
    DELETE FROM clusters_pending;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER clusters_pending_change AFTER INSERT ON clusters_pending
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION clusters_new_version();
"""
BACK = """
DROP TABLE clusters_pending;
DROP FUNCTION clusters_new_version();
DROP FUNCTION clusters_data_changed();
DROP SEQUENCE clusters_dataversion_number;
"""


class Migration(migrations.Migration):
    dependencies = [("clusters", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="DataVersion",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("version", models.BigIntegerField()),
                ("epoch", models.UUIDField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "data version",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="clusters_dataversion_is_one_row"
                    )
                ],
            },
        ),
        migrations.RunSQL(CHANGES, BACK),
        pgtrigger.migrations.AddTrigger(
            model_name='area',
            trigger=pgtrigger.compiler.Trigger(name='new_data_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM clusters_data_changed(); RETURN NULL;', hash='28ebf03483875a9a594030a289035f93eacbc48f', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_new_data_version_acee9', table='clusters_area', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cluster',
            trigger=pgtrigger.compiler.Trigger(name='new_data_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM clusters_data_changed(); RETURN NULL;', hash='1a8420b66c213a7a49da2c893fe4ae39b12703d3', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_new_data_version_01e0c', table='clusters_cluster', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='new_data_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM clusters_data_changed(); RETURN NULL;', hash='c6bc3be57d35345f09cfb2c9876716cdd5eb7f94', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_new_data_version_42d34', table='clusters_document', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='figure',
            trigger=pgtrigger.compiler.Trigger(name='new_data_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM clusters_data_changed(); RETURN NULL;', hash='87b0a449d56a3d030016027b4c97cb41e92eea9a', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_new_data_version_01d3e', table='clusters_figure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='new_data_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM clusters_data_changed(); RETURN NULL;', hash='c295731cfc312f2edb7685fcdd0502dd6ba6c006', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_new_data_version_7e749', table='clusters_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='postcode',
            trigger=pgtrigger.compiler.Trigger(name='new_data_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM clusters_data_changed(); RETURN NULL;', hash='a6808d295433779898b8b0c73df389cd42e33f0a', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_new_data_version_39a2c', table='clusters_postcode', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sector',
            trigger=pgtrigger.compiler.Trigger(name='new_data_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM clusters_data_changed(); RETURN NULL;', hash='cd86b0314548790675ba85cc3d570c142853a30f', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_new_data_version_95a21', table='clusters_sector', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sectoractivity',
            trigger=pgtrigger.compiler.Trigger(name='new_data_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM clusters_data_changed(); RETURN NULL;', hash='9e7688d7e552529489f3b88e4b821181102ed63e', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_new_data_version_5b4ff', table='clusters_sectoractivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='new_data_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM clusters_data_changed(); RETURN NULL;', hash='b40011da2cff12455bb567469e9a4347fd672aa9', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_new_data_version_6bddb', table='clusters_source', when='AFTER')),
        ),
    ]
