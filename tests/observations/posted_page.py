"""A page's form as a browser without script would send it: every field as it stands, changed only where a
test types."""

from lxml import html


class PostedPage:
    """Fields of `<form id="write">`, in page order. `page["name"] = "text"` types; `page.tick(...)` and
    `page.choose(...)` tap."""

    def __init__(self, response):
        self.tree = html.document_fromstring(response.content.decode())
        self.fields = []  # [name, value, element]
        for element in self.controls():
            self.read(element)

    def controls(self):
        form = next(element for element in self.tree.iter("form") if element.get("id") == "write")
        inside = [element for element in form.iter() if element.get("name")]
        return inside + [e for e in self.tree.iter() if e.get("form") == "write" and e.get("name")]

    def read(self, element):
        name, kind = element.get("name"), element.get("type", "")
        if element.tag == "textarea":
            self.fields.append([name, (element.text or "").removeprefix("\n")])  # as HTML says
        elif element.tag == "select":
            options = list(element.iter("option"))
            self.fields.append(
                [name, next((o for o in options if "selected" in o.attrib), options[0]).get("value")]
            )
        elif element.tag == "input" and (kind not in ("radio", "checkbox") or "checked" in element.attrib):
            self.fields.append([name, element.get("value", "on" if kind == "checkbox" else "")])

    def __getitem__(self, name):
        return next((value for key, value in self.fields if key == name), None)

    def __setitem__(self, name, value):
        assert any(element.get("name") == name for element in self.controls()), (
            f"no field {name} on this page"
        )
        self.fields = [field for field in self.fields if field[0] != name] + [[name, value]]

    def untick(self, name, value=None):
        self.fields = [f for f in self.fields if not (f[0] == name and value in (None, f[1]))]

    def tick(self, name, value="on"):
        self.fields.append([name, value])

    def values(self, name):
        return [value for key, value in self.fields if key == name]

    def data(self, button="save"):
        data = {button: ["1"]}
        for name, value in self.fields:
            data.setdefault(name, []).append(value.replace("\n", "\r\n"))
        return data

    def words_of(self, element_id):
        """The text inside the element with this id."""
        element = next(e for e in self.tree.iter() if e.get("id") == element_id)
        return " ".join("".join(element.itertext()).split())
