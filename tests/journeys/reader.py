"""Somebody at a browser. Whatever page they come to is checked."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

# After what moves has come to rest: between two colours the contrast is neither's.
FIND_BARRIERS = """async ([exclude, options]) => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const moving = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
  await Promise.allSettled(moving.map((animation) => animation.finished));
  return (await axe.run({ exclude }, options)).violations;
}"""
WIDER_THAN_THE_SCREEN = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const sticksOut = (element) => {
    const box = element.getBoundingClientRect();
    return box.right > width + 1 || box.left < -1;
  };
  const culprits = [...document.querySelectorAll("body *")].filter(sticksOut).slice(0, 5);
  return culprits.map((element) => element.outerHTML.slice(0, 200));
}"""


class Reader:
    """One person in one browser. `name` is a user name of the demonstration."""

    def __init__(self, context: BrowserContext, name: str, password: str, loan: BrowserContext | None = None) -> None:
        """`loan`: a browser with JavaScript for axe to look through, where `context` has none."""
        self.name = name
        self.password = password
        self.loan = loan.new_page() if loan else None
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def _note(self, message: ConsoleMessage) -> None:
        draft = "/admin/" in self.page.url and "status of 400" in message.text  # saved by itself, not complete yet
        if message.type == "error" and not draft:  # a breach of the content security policy is one too
            self.complaints.append(f"{self.page.url}: {message.text}")

    # Going about

    def sign_in(self, path: str = "/en/") -> None:
        """Come to a page as somebody whom the site does not know yet."""
        self.open(path)
        self.page.get_by_label("User name or e-mail").fill(self.name)
        self.page.get_by_label("Password").fill(self.password)
        self.press("Sign in")
        expect(self.page).to_have_url(path)

    def open(self, path: str, status: int = 200) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        if status != 200:  # which the browser has complained of
            self.complaints = [words for words in self.complaints if f"status of {status}" not in words]
        self.check()

    def press(self, name: str) -> None:
        self.go(self.main.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        self.go(self.main.get_by_role("link", name=name, exact=True))

    def go(self, target: Locator) -> None:
        """Press what leads to another page."""
        self.lands(target.click)

    def lands(self, act: Any) -> None:
        """Do what leads to another page, and look at that page."""
        with self.page.expect_navigation(wait_until="load"):
            act()
        self.check()

    def choose_language(self, name: str) -> None:
        self.page.locator("header.top details.menu summary").first.click()
        self.go(self.page.locator("header.top").get_by_role("button", name=name))

    # What is on the page

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    def row(self, words: str) -> Locator:
        """The entry of a list that says `words`."""
        return self.main.get_by_role("listitem").filter(has_text=words)

    # What must hold on every page

    def check(self) -> None:
        """Nobody is shut out, nothing sticks out, and the browser has nothing to complain of."""
        self.check_width()
        if "/admin/" not in self.page.url:  # that is Wagtail's to answer for
            expect(self.heading).to_have_count(1)
            self.check_access()
        self.check_console()

    def check_width(self) -> None:
        assert self.page.evaluate(WIDER_THAN_THE_SCREEN) == [], f"{self.page.url} is wider than the screen"

    def check_access(self, *rules: str, exclude: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> None:
        """What axe finds; `rules` when only some are asked for. `exclude`: selectors, `without`: rules."""
        options: dict[str, Any] = {
            "resultTypes": ["violations"],
            "rules": {rule: {"enabled": False} for rule in without},
        }
        if rules:
            options["runOnly"] = {"type": "rule", "values": list(rules)}
        page = self._same_page()
        if not page.evaluate("window.axeIsOurs"):  # Wagtail's editor brings one with rules of its own
            page.evaluate(f"{AXE_SCRIPT}; window.axeIsOurs = true")
        found = page.evaluate(FIND_BARRIERS, [[[selector] for selector in exclude], options])
        words = [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]
        assert words == [], f"{self.page.url}: {words}"

    def _same_page(self) -> Page:
        """The page as axe can see it."""
        if self.loan is None:
            return self.page
        self.loan.context.add_cookies(self.page.context.cookies())
        self.loan.goto(self.page.url)
        return self.loan

    def check_console(self) -> None:
        assert self.complaints == [], self.complaints
