"""The editor of rich text in the admin, from django-prose-editor's own files; nothing comes from elsewhere or runs inline."""

from django import forms
from django.forms.widgets import Script


class RichTextEditor(forms.Textarea):
    """A textarea that the editor takes over; without JavaScript it stays a textarea with HTML."""

    pictures = True

    def __init__(self, attrs=None):
        editor = "" if self.pictures else "text"
        super().__init__({"rows": 20, "data-article-editor": editor, **(attrs or {})})

    @property
    def media(self):
        folder = "django_prose_editor"
        return forms.Media(
            css={"all": [f"{folder}/material-icons.css", f"{folder}/editor.css", f"{folder}/overrides.css"]},
            js=["js/editor-words.js", Script("js/article-editor.js", type="module")],
        )

    def use_required_attribute(self, initial):
        """The textarea is hidden; a browser could not show its complaint."""
        return False


class TextEditor(RichTextEditor):
    """The same without pictures."""

    pictures = False
