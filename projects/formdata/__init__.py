"""The form of a call as data: its schema, what a value of each kind is, and forms ready to use."""
