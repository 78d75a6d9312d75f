"""That what the journeys find in no console would be found in it."""

WRONG = """setTimeout(() => { throw new Error("made up") });
Promise.reject(new Error("unheard"));
document.body.append(Object.assign(new Image(), { src: "https://elsewhere.example/x.png" }));"""


def test_a_console_tells(browser):
    browser.get("/about/")
    browser.complaints()

    browser.js(WRONG)

    said = []
    browser.wait(lambda: len(said.extend(browser.complaints()) or said) >= 3, "what is wrong")
    for words in ("made up", "unheard", "elsewhere.example"):
        assert any(words in line for line in said), (words, said)
