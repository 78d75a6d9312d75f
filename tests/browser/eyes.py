"""What every page is held to: nothing sticks out, every target takes a finger, axe finds nothing in light and
in dark."""

from axe_playwright_python.sync_playwright import Axe

# Everything one can tap, with the box that takes the tap: a control inside a label is as large as its label.
TOO_SMALL = """() => [...document.querySelectorAll("a[href], button, summary, input, select, textarea")]
  .filter((each) => each.type !== "hidden" && each.checkVisibility())
  .map((each) => [each, (each.closest("label") || each).getBoundingClientRect()])
  .filter(([each, box]) => box.width && (box.height < 44 || box.width < 44))
  .filter(([each]) => !each.matches(".mk-skip, .mk-hidden") && getComputedStyle(each).display !== "inline")
  .map(([each, box]) => `${each.outerHTML.slice(0, 90)} ${box.width}x${box.height}`)"""
VIOLATIONS = {
    "resultTypes": ["violations"]
}  # what passed is not written out, which would take longer than looking
PHONE = {"viewport": {"width": 360, "height": 740}}
TABLET = {"width": 820, "height": 1180}


def complaints(page):
    """Everything that is wrong with this page, folds opened: as it stands and light, and on a tablet and
    dark. An empty list is what one wants.

    A press ends where the next page begins, which may have no looks yet, and no body: it is looked at once it
    is whole. One that may begin later is for the test to wait for."""
    page.wait_for_load_state()
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    small = [*misfits(page), *seen(page, "light")]
    page.set_viewport_size(TABLET)
    return [*small, *misfits(page), *seen(page, "dark")]


def misfits(page):
    page.wait_for_load_state()
    width, wanted = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return [*([] if width == wanted else [f"{width} pixels wide"]), *page.evaluate(TOO_SMALL)]


def seen(page, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = Axe().run(page, options=VIOLATIONS).response["violations"]
    return [(scheme, rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in found]
