"""Wait for what only a promise tells: Playwright's ``wait_for_function`` takes the promise itself for a yes."""

from typing import Any

from playwright.sync_api import Page

ASK = """async ([arg, until]) => {
  const ask = QUESTION;
  const end = performance.now() + until;
  while (performance.now() < end) {
    if (await ask(arg)) return true;
    await new Promise((done) => setTimeout(done, 50));
  }
  return false;
}"""


def until(page: Page, question: str, arg: Any = None, *, seconds: float = 45) -> None:
    """Wait until the page answers yes to ``question``, a function of JavaScript, async or not."""
    assert page.evaluate(ASK.replace("QUESTION", question), [arg, seconds * 1000]), question
