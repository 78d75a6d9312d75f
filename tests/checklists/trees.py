"""Checklists of any kind, as trees (checklists/files.py), for properties of files."""

from hypothesis import strategies as st

from checklists.models import Theme, When

# What YAML, JSON, Excel and a form each have their own ideas about
TRAPS = [
    "no", "yes", "null", "true", "~", "1:30", "007", "1.50", "2-5", "1e3", "2026-11-30", "#1", "een #2", "a: b", "- a", "= gelijke beurten",
    "'", '"', "‘welke?’", "&a", "*a", "!a", "%a", "@a", "`a", "|", ">", "{", "[", "? a", "é\u0301", "ij", "İ", "ß", "😀", "a\nb", "a\n\nb", "\\n", "…",
]  # fmt: skip
signs = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])
texts = st.one_of(st.sampled_from(TRAPS), st.text(signs, min_size=1, max_size=30).map(str.strip).filter(bool))
maybe = st.one_of(st.just(""), texts)
keys = st.from_regex(r"[a-z][a-z0-9_]{0,8}\.[a-z0-9_-]{1,12}", fullmatch=True)
themes, tags = (
    st.sampled_from(Theme.values),
    st.sampled_from(["small-choice", "pattern:dare", "attitude:non-judging"]),
)


def words(first=texts):
    """Dutch, and perhaps English."""
    pairs = st.fixed_dictionaries({"nl": first, "en": maybe})
    return pairs.map(lambda pair: {lang: text for lang, text in pair.items() if text})


COMMON = {"off": st.booleans(), "tags": st.lists(tags, unique=True, max_size=3), "source": maybe}
point = st.fixed_dictionaries(
    {
        "theme": themes,
        "core": st.booleans(),
        "coach": words(),
        "self": words(maybe),
        "short": words(maybe),
        "look_for": words(maybe),
        **COMMON,
    }
)
signal = st.builds(
    lambda row, text: row | text, st.fixed_dictionaries({**COMMON, "look_for": words(maybe)}), words()
)
prompt = st.builds(
    lambda row, text: row | text,
    st.fixed_dictionaries(
        {
            "themes": st.lists(themes, max_size=1), "default": st.booleans(), "opens_with_account": st.booleans(),
            "coach_may_read_before_lesson": st.booleans(), "phase": st.sampled_from(["", "team", "looking back"]),
            "pattern": st.sampled_from(["dare", "start", None]), **COMMON,
        }
    ),
    words(),
)  # fmt: skip
choice = st.builds(
    lambda row, text: row | text,
    st.fixed_dictionaries(
        {
            "off": st.booleans(), "themes": st.lists(themes, unique=True, min_size=1), "points": st.lists(keys, max_size=2), "pattern": st.sampled_from(["dare", "", None]),
            "when": st.sampled_from(["start", "during", "start of year"]), "minutes": st.sampled_from(["0", "5", "2-5"]),
        }
    ),
    words(),
)  # fmt: skip


def keyed(sections):
    """Each line a key of its own."""
    at = 0
    for rows in [
        *(rows for name, rows in sections.items() if name not in ("name", "prompts")),
        *sections["prompts"].values(),
    ]:
        for row in rows:
            at += 1
            row["key"] = f"own.{at:010x}"
    return sections


def some(rows):
    return st.lists(rows, max_size=3)


trees = st.fixed_dictionaries(
    {
        "name": words(), "points": some(point), "signals": some(signal), "responses": some(point),
        "pulse": some(signal.flatmap(lambda row: themes.map(lambda theme: row | {"theme": theme, "core": True, "off": False}))),
        "prompts": st.fixed_dictionaries({when: some(prompt) for when in When.values}), "small_choices": some(choice),
    }
).map(keyed)  # fmt: skip
