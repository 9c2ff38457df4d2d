import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0027_officers_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="ballot",
            name="guard_ballot",
        ),
        migrations.AddField(
            model_name="ballot",
            name="entered_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="代录时间"),
        ),
        migrations.AddField(
            model_name="ballot",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="代录人",
            ),
        ),
        migrations.AddField(
            model_name="pledge",
            name="is_on_paper",
            field=models.BooleanField(default=False, editable=False, verbose_name="签在纸上，由工作人员登记"),
        ),
        migrations.AlterField(
            model_name="pledge",
            name="signed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="签在纸上的，为登记人。",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="签署人",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ballot",
            trigger=pgtrigger.compiler.Trigger(
                name="guard_ballot",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE sitter projects_panelmember%ROWTYPE; thing projects_agendaitem%ROWTYPE; held projects_panel%ROWTYPE;",
                    func="\nIF TG_OP = 'UPDATE' THEN\n    IF NEW.blocked_at IS DISTINCT FROM OLD.blocked_at AND NEW.choice = OLD.choice AND NEW.turn = OLD.turn\n            AND NEW.total IS NOT DISTINCT FROM OLD.total AND NEW.item_id = OLD.item_id AND NEW.member_id = OLD.member_id THEN\n        RETURN NEW;\n    END IF;\nEND IF;\nSELECT * INTO sitter FROM projects_panelmember WHERE id = NEW.member_id;\nPERFORM 1 FROM projects_expert WHERE id = sitter.expert_id FOR NO KEY UPDATE;\nSELECT * INTO thing FROM projects_agendaitem WHERE id = NEW.item_id FOR NO KEY UPDATE;\nSELECT * INTO held FROM projects_panel WHERE id = thing.panel_id;\nIF EXISTS (SELECT 1 FROM projects_recusal WHERE expert_id = sitter.expert_id AND application_id = thing.application_id\n           AND lifted_at IS NULL)\n        OR EXISTS (SELECT 1 FROM projects_leaving WHERE item_id = thing.id AND member_id = sitter.id) THEN\n    RAISE EXCEPTION 'projects_ballot_recused: member % must not judge item %', sitter.id, thing.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nIF held.status <> 'sitting' OR thing.status <> 'open' OR NEW.turn <> thing.turn THEN\n    RAISE EXCEPTION 'projects_ballot_closed: item % takes no ballot', thing.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nIF sitter.panel_id <> thing.panel_id OR sitter.status <> 'accepted' OR NOT sitter.is_present THEN\n    RAISE EXCEPTION 'projects_ballot_absent: member % is not in the room', sitter.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nIF (held.mode = 'votes') <> (NEW.choice <> '') OR (held.mode = 'scores') <> (NEW.total IS NOT NULL)\n        OR (held.mode = 'votes' AND TG_OP = 'UPDATE') THEN\n    RAISE EXCEPTION 'projects_ballot_of_its_mode: panel % takes %', held.id, held.mode\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nIF NEW.entered_by_id IS NOT NULL AND (held.is_secret\n        OR EXISTS (SELECT 1 FROM projects_expert WHERE id = sitter.expert_id AND user_id IS NOT NULL)) THEN\n    RAISE EXCEPTION 'projects_ballot_own_hand: member % gives the own ballot', sitter.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nIF held.is_secret THEN\n    UPDATE projects_agendaitem\n       SET agree = agree + (NEW.choice = 'agree')::int, oppose = oppose + (NEW.choice = 'oppose')::int,\n           abstain = abstain + (NEW.choice = 'abstain')::int\n     WHERE id = thing.id;\n    NEW.choice := '';\nEND IF;\nRETURN NEW;\n",
                    hash="757e6245ae91a66666febba76532692d3e0e1731",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_guard_ballot_a249d",
                    table="projects_ballot",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entered_by__isnull", False), ("entered_at__isnull", False)),
                    models.Q(
                        models.Q(("entered_by__isnull", False), _negated=True),
                        models.Q(("entered_at__isnull", False), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="projects_ballot_entered_signed",
            ),
        ),
    ]
