"""The pages of a unit's own patents: each opened by whoever has signed in, each showing what the person may see."""

DOORS = {"patents:patent-list": "get", "patents:patent-workbook": "get"}
