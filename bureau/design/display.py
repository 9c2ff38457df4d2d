"""How a person wants pages shown: 关怀版, 无障碍 tools, contrast, size, pointer, reading line.

The wish comes in the address (``?care=on``) or in the cookie, needs no account and no JavaScript, and is words from a
closed list only: what is not on it is not taken. Basis: 无障碍环境建设法 art. 32, 工信厅信管函〔2021〕67号.
"""

from dataclasses import dataclass, fields, replace

COOKIE = "display"
COOKIE_AGE = 365 * 24 * 3600
# The first choice of each is what stands when nothing was said.
CHOICES = {
    "care": ("off", "on"),
    "access": ("off", "on"),
    "contrast": ("off", "yellow-black", "black-white", "yellow-blue"),
    "size": ("0", "1", "2", "3"),
    "cursor": ("off", "large"),
    "line": ("off", "on"),
}


@dataclass(frozen=True, slots=True)
class Display:
    """One choice of each kind."""

    care: str = "off"
    access: str = "off"
    contrast: str = "off"
    size: str = "0"
    cursor: str = "off"
    line: str = "off"

    @classmethod
    def read(cls, text: str) -> "Display":
        """What a cookie says; anything else than its own words is passed over."""
        pairs = (part.partition(":") for part in text.split("|"))
        return cls().wished({name: value for name, _colon, value in pairs})

    def wished(self, wishes) -> "Display":
        """This display with the known ones among ``wishes`` (names to values) taken."""
        taken = {name: wishes[name] for name, values in CHOICES.items() if wishes.get(name) in values}
        return replace(self, **taken)

    def __str__(self):
        """As the cookie keeps it: only what differs from the default."""
        said = ((field.name, getattr(self, field.name)) for field in fields(self))
        return "|".join(f"{name}:{value}" for name, value in said if value != CHOICES[name][0])

    @property
    def is_care(self) -> bool:
        """Whether 关怀版 is on."""
        return self.care == "on"

    def set_cookie(self, response, *, secure: bool) -> None:
        """Keep the wish for a year. Scripts may read it: the switches also work without a new page."""
        text = str(self)
        if text:
            response.set_cookie(COOKIE, text, max_age=COOKIE_AGE, secure=secure, samesite="Lax")
        else:
            response.delete_cookie(COOKIE, samesite="Lax")
