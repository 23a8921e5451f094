"""What is measured. A floor is a job like any other."""

from dataclasses import dataclass
from itertools import cycle, product

from bench.clients import Turn, Visitor
from bench.content import Content
from bench.people import People, Person
from bench.tried import Tried

JSON = "application/json"
BARE, SIGNED_IN = "bare Django view", "bare Django view, signed in"
STOCK_PAGE = "bare Wagtail page, as it comes"
BARE_PAGE, WRITE = "bare Wagtail page, our settings", "bare write, signed in"
HOME, COURSE, LESSON, POLICY = "My work", "course page", "lesson page", "policy page"
ACKNOWLEDGEMENT = "acknowledgement"
ATTEMPT, ATTEMPT_BY_PAGE = "attempt", "attempt, page by page"
ATTEMPT_ON_ONE_PAGE = "attempt on one page, no script"
LAST_ATTEMPT = "attempt, completes the course"
STATISTICS = "statistics of a quiz"


@dataclass(frozen=True)
class Job:
    """`floor`, `strict_floor`: the names of the jobs that its requests are compared with. `seconds`: of each round."""

    name: str
    turn: Turn
    floor: str | None = None
    strict_floor: str | None = None
    seconds: float = 1.5
    stock: bool = False  # asks the stock site


def jobs(content: Content, people: People, tried: Tried) -> list[Job]:
    # Iterators written in C: threads may share them.
    readers = cycle(people.learners)
    acknowledging = product(content.policies, people.newcomers)
    trying, finishing = iter(people.newcomers), iter(people.finishers)

    stock_readers = cycle(person.stock_session for person in people.learners)

    def reading(path: str) -> Turn:
        return lambda visitor: visitor.get(path, next(readers).session)

    return [
        Job(BARE, lambda visitor: visitor.get("/bench/bare/")),
        Job(SIGNED_IN, reading("/bench/signed-in/"), BARE),
        Job(STOCK_PAGE, lambda visitor: visitor.get(f"/{content.lesson_path}", next(stock_readers)), stock=True),
        Job(BARE_PAGE, reading(f"/en/bench/page/{content.lesson_path}")),
        Job(WRITE, lambda visitor: visitor.post("/bench/write/", next(readers).session, {})),
        Job(HOME, reading("/en/"), STOCK_PAGE, BARE_PAGE),
        Job(COURSE, reading(content.course.place.url), STOCK_PAGE, BARE_PAGE),
        Job(LESSON, reading(content.lesson.url), STOCK_PAGE, BARE_PAGE),
        Job(POLICY, reading(content.policies[0][0]), STOCK_PAGE, BARE_PAGE),
        Job(STATISTICS, lambda visitor: visitor.get(tried.path, tried.viewer.session), STOCK_PAGE, BARE_PAGE),
        Job(ACKNOWLEDGEMENT, lambda visitor: acknowledge(visitor, *next(acknowledging)), WRITE),
        Job(ATTEMPT, lambda visitor: attempt(visitor, next(trying), content), WRITE, seconds=3),
        Job(ATTEMPT_ON_ONE_PAGE, lambda visitor: attempt_on_one_page(visitor, next(trying), content), WRITE, seconds=3),
        Job(LAST_ATTEMPT, lambda visitor: attempt(visitor, next(finishing), content), WRITE, seconds=3),
        Job(ATTEMPT_BY_PAGE, lambda visitor: attempt_by_page(visitor, next(trying), content), WRITE, seconds=3),
    ]


def lesson_reading(content: Content, people: People) -> Turn:
    """The lesson page alone."""
    readers = cycle(people.learners)
    return lambda visitor: visitor.get(content.lesson.url, next(readers).session)


def acknowledge(visitor: Visitor, policy: tuple[str, int], person: Person) -> None:
    """Open a policy and agree to it. A person does so once: each turn takes the next."""
    path, text = policy
    visitor.get(path, person.session)
    visitor.post(f"/en/learn/policies/{text}/acknowledge/", person.session, {})


def start(visitor: Visitor, person: Person, content: Content) -> str:
    """Begin an attempt; return the address of its first page."""
    return visitor.post(f"/en/learn/quizzes/{content.quiz.work_id}/start/", person.session, {})


def hand_in(visitor: Visitor, person: Person, page: str) -> None:
    address = page.rsplit("pages/", 1)[0]
    visitor.get(f"{address}review/", person.session)
    visitor.get(visitor.post(f"{address}submit/", person.session, {}), person.session)


def attempt(visitor: Visitor, person: Person, content: Content) -> None:
    """Only what no client can do without: start, a save for each answer, review, hand in, result."""
    page = start(visitor, person, content)
    for number, answer in enumerate(content.answers, start=1):
        visitor.post(page.replace("/pages/1/", f"/pages/{number}/"), person.session, answer, JSON)
    hand_in(visitor, person, page)


def attempt_by_page(visitor: Visitor, person: Person, content: Content) -> None:
    """As a browser makes it: each question is opened, saved by the script as it is answered, and sent."""
    page = first = start(visitor, person, content)
    for answer in content.answers:
        visitor.get(page, person.session)
        visitor.post(page, person.session, answer, JSON)
        page = visitor.post(page, person.session, {**answer, "go": "next"})
    hand_in(visitor, person, first)


def attempt_on_one_page(visitor: Visitor, person: Person, content: Content) -> None:
    """All ten questions in one form: open the quiz, start, see the page, send it, see the result."""
    quiz = content.quiz_on_one_page
    visitor.get(quiz.url, person.session)
    page = visitor.post(f"/en/learn/quizzes/{quiz.work_id}/start/", person.session, {})
    visitor.get(page, person.session)
    fields = {name: value for answer in content.answers for name, value in answer.items()}
    visitor.get(visitor.post(page, person.session, {**fields, "go": "hand_in"}), person.session)
