"""What is measured. A floor is a job like any other."""

from dataclasses import dataclass
from itertools import cycle, product

from bench.clients import Turn, Visitor
from bench.content import Content
from bench.people import People, Person

JSON = "application/json"
BARE, SIGNED_IN = "bare Django view", "bare Django view, signed in"
BARE_PAGE, WRITE = "bare Wagtail page, signed in", "bare write, signed in"
HOME, COURSE, LESSON, POLICY = "My work", "course page", "lesson page", "policy page"
ACKNOWLEDGEMENT = "acknowledgement"
ATTEMPT, ATTEMPT_BY_PAGE = "attempt", "attempt, page by page"
LAST_ATTEMPT = "attempt, completes the course"


@dataclass(frozen=True)
class Job:
    """`floor`: the name of the job that its requests are compared with. `seconds`: of each round."""

    name: str
    turn: Turn
    floor: str | None = None
    seconds: float = 1.5


def jobs(content: Content, people: People) -> list[Job]:
    # Iterators written in C: threads may share them.
    readers = cycle(people.learners)
    acknowledging = product(content.policies, people.newcomers)
    trying, finishing = iter(people.newcomers), iter(people.finishers)

    def reading(path: str) -> Turn:
        return lambda visitor: visitor.get(path, next(readers).session)

    return [
        Job(BARE, lambda visitor: visitor.get("/bench/bare/")),
        Job(SIGNED_IN, reading("/bench/signed-in/"), BARE),
        Job(BARE_PAGE, reading(f"/en/bench/page/{content.lesson_path}")),
        Job(WRITE, lambda visitor: visitor.post("/bench/write/", next(readers).session, {})),
        Job(HOME, reading("/en/"), BARE_PAGE),
        Job(COURSE, reading(content.course.place.url), BARE_PAGE),
        Job(LESSON, reading(content.lesson.url), BARE_PAGE),
        Job(POLICY, reading(content.policies[0][0]), BARE_PAGE),
        Job(ACKNOWLEDGEMENT, lambda visitor: acknowledge(visitor, *next(acknowledging)), WRITE),
        Job(ATTEMPT, lambda visitor: attempt(visitor, next(trying), content), WRITE, seconds=3),
        Job(LAST_ATTEMPT, lambda visitor: attempt(visitor, next(finishing), content), WRITE, seconds=3),
        Job(ATTEMPT_BY_PAGE, lambda visitor: attempt_by_page(visitor, next(trying), content), WRITE, seconds=3),
    ]


def acknowledge(visitor: Visitor, policy: tuple[str, int], person: Person) -> None:
    """Open a policy and agree to it. A person does so once: each turn takes the next."""
    path, text = policy
    visitor.get(path, person.session)
    visitor.post(f"/en/learn/policies/{text}/acknowledge/", person.session, {})


def start(visitor: Visitor, person: Person, content: Content) -> str:
    """Begin an attempt; return its address."""
    return visitor.post(f"/en/learn/quizzes/{content.quiz.work_id}/start/", person.session, {})


def hand_in(visitor: Visitor, person: Person, address: str) -> None:
    visitor.get(f"{address}review/", person.session)
    visitor.get(visitor.post(f"{address}submit/", person.session, {}), person.session)


def attempt(visitor: Visitor, person: Person, content: Content) -> None:
    """Only what no client can do without: start, a save for each answer, review, hand in, result."""
    address = start(visitor, person, content)
    for number, answer in enumerate(content.answers, start=1):
        visitor.post(f"{address}questions/{number}/", person.session, answer, JSON)
    hand_in(visitor, person, address)


def attempt_by_page(visitor: Visitor, person: Person, content: Content) -> None:
    """As a browser makes it: each question is opened, saved by the script as it is answered, and sent."""
    address = start(visitor, person, content)
    question = visitor.get(address, person.session)
    for answer in content.answers:
        visitor.get(question, person.session)
        visitor.post(question, person.session, answer, JSON)
        question = visitor.post(question, person.session, {**answer, "go": "next"})
    hand_in(visitor, person, address)
