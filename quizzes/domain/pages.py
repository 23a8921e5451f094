"""How the questions of an attempt are spread over pages. Pages and questions are numbered from 1, positions from 0."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pages:
    """`count` questions, `per_page` of them on each page; 0 puts all on one."""

    count: int
    per_page: int

    @property
    def size(self) -> int:
        return self.per_page or max(1, self.count)

    @property
    def last(self) -> int:
        """The number of the last page; an attempt without questions has one page, which is empty."""
        return max(1, -(-self.count // self.size))

    def holding(self, position: int) -> int:
        """The page on which the question at `position` stands."""
        return position // self.size + 1

    def positions(self, page: int) -> range:
        start = (page - 1) * self.size
        return range(start, min(start + self.size, self.count))
