"""Tables made together: an operation for initial migrations."""

from django.db.migrations.operations.base import Operation


class Together(Operation):
    """Operations whose outcome is worked out once, not after each of them.

    Django renders every related model anew after each operation; here every model is related to a person and a unit, so
    that two hundred tables one after the other took minutes on an empty database. Only for ``CreateModel`` and what is
    added to the models made here without changing their columns (triggers): each is run against the outcome of all.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations):
        self.operations = list(operations)

    def deconstruct(self):
        return type(self).__qualname__, [], {"operations": self.operations}

    def state_forwards(self, app_label, state):
        """Change the state by all operations, and render it at most once."""
        was_rendered = state.__dict__.pop("apps", None) is not None
        for operation in self.operations:
            operation.state_forwards(app_label, state)
        if was_rendered:
            state.apps  # noqa: B018 (rendered when first asked for)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Run all in their order."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Undo all from the last to the first."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        """For ``migrate --plan``."""
        return "Together: " + "; ".join(operation.describe() for operation in self.operations)
