"""The queue by itself, with a device and a server that do what a test tells them."""

import pytest

from tests.browser.test_capture import open_look

MADE = """async (test) => {
  const { Queue } = await import("/static/js/queue.js");
  const happened = [], never = () => new Promise(() => {}), turn = () => new Promise((done) => setTimeout(done));
  const row = { words: "one", isSaved: false, account: {}, record: () => row.words, next: () => row.words };
  return await eval(`(${test})`)({ Queue, happened, never, turn, row });
}"""


@pytest.fixture
def queue(desk, lesson):
    """Runs a test on a writing page, and returns what happened, in order."""
    page = open_look(desk, lesson, bypass_csp=True)
    return lambda test: page.evaluate(MADE, test)


def test_words_that_come_while_the_device_writes_are_written_after_it(queue):
    assert queue("""async ({ Queue, happened, never, turn, row }) => {
      let done;
      const keep = (record) => (happened.push(record), new Promise((kept) => (done = kept)));
      const queue = new Queue({ keep, deliver: never });
      row.holds = true;
      queue.put(row);
      row.words = "two";
      queue.put(row);
      done();
      await turn();
      return happened;
    }""") == ["one", "two"]


def test_what_is_sent_stands_on_the_device_first(queue):
    assert (
        queue("""async ({ Queue, happened, never, turn, row }) => {
      const keep = async () => (await turn(), await turn(), happened.push("kept"));
      const sent = new Promise((done) => {
        const queue = new Queue({ keep, deliver: () => (happened.push("sent"), done(), never()) });
        queue.put(row);
      });
      await sent;
      return happened[0];
    }""")
        == "kept"
    )


def test_a_device_that_hangs_keeps_nothing_from_the_server(queue):
    assert queue("""({ Queue, never, row }) => new Promise((done) => {
      const queue = new Queue({ keep: never, deliver: (_, entries) => (done(entries), never()) });
      queue.put(row);
    })""") == ["one"]


def test_what_changes_at_the_same_place_is_sent_after_a_pause_and_once(queue):
    assert queue("""({ Queue, happened, row }) => new Promise((done) => {
      const deliver = async (_, entries) => (happened.push(...entries), done(happened), [{ kind: "later", body: {} }]);
      const queue = new Queue({ keep: async () => {}, deliver });
      queue.put(row, 50);
      row.words = "one two";
      queue.put(row, 50);
    })""") == ["one two"]


def test_a_server_that_is_busy_says_when_to_come_again_and_not_all_come_at_the_same_moment(queue):
    pauses = queue("""async ({ Queue, happened, row }) => {
      const { setTimeout: real } = window, waits = [30, 30, 0, 600];
      const delivered = () => new Promise((done) => real(done));
      window.setTimeout = (act, pause) => (pause ? happened.push(pause) : real(act));
      const deliver = async () => [{ kind: "later", body: {}, wait: waits.shift() }];
      const queue = new Queue({ keep: async () => {}, deliver });
      queue.put(row);
      for (let turn = 0; turn < 40; turn += 1) {
        await delivered();
        if (turn % 10 === 9) queue.flush();
      }
      window.setTimeout = real;
      return happened.filter((pause) => pause > 1000 && pause !== 5000);
    }""")

    assert all(22_500 <= pause <= 37_500 for pause in pauses[:2])
    assert pauses[2:4] == [
        2000,
        60_000,
    ]  # without a word of the server: soon, and later and later; at most a minute
