"""A row of the matrix: an address, and who gets in."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

from django.urls import reverse

from people.enums import STAFF_ROLES, Role
from tests.architecture.actors import ANONYMOUS, FORMER, NOBODY, OURS, Actor, World

UNKNOWN = {int: 999_999, str: "LVT-0000-0000", UUID: UUID(int=1)}


class Reach(Enum):
    """How far a screen is open to the roles of its row."""

    PUBLIC = "anybody"
    ACCOUNT = "anybody with an account"
    ROLE = "whoever has the role, with what is their own"
    OURS = "whoever has the role and to do with the learner"
    GONE = "nobody"


@dataclass(frozen=True)
class Row:
    """An address and who gets in; all others get 404, colleagues of the training body 403.

    `args` and `query` make the address; the arguments at `things` name somebody's thing. `also` are
    further actors (place, role). `screen`: the roles for which the screen exists, where it is not
    the roles that get in. `post`: what a POST sends, `posts` the roles whose POST does something;
    `gets` is False for an address that only takes a POST. `one_practice`: of one practice of a
    post, not of those that share it.
    """

    name: str
    reach: Reach
    roles: tuple[Role, ...] = ()
    args: Callable[[World], tuple] = lambda world: ()
    things: tuple[int, ...] = ()
    query: Callable[[World], str] | None = None
    also: frozenset[tuple[str, Role]] | set[tuple[str, Role]] = frozenset()
    screen: tuple[Role, ...] = ()
    post: Callable[[World], dict[str, Any]] | None = None
    posts: tuple[Role, ...] = ()
    gets: bool = True
    one_practice: bool = False

    def address(self, world: World) -> str:
        query = f"?{self.query(world)}" if self.query else ""
        return reverse(self.name, args=self.args(world)) + query

    def unknown_addresses(self, world: World) -> list[str]:
        """The same address for things that nobody has."""
        args, found = self.args(world), []
        query = f"?{self.query(world)}" if self.query else ""
        for place in self.things:
            other = [*args]
            other[place] = UNKNOWN[type(args[place])]
            found.append(reverse(self.name, args=other) + query)
        if self.query:
            name = self.query(world).split("=")[0]
            found.append(f"{reverse(self.name, args=args)}?{name}={UNKNOWN[int]}")
        return found

    def lets_in(self, actor: Actor, *, posting: bool = False) -> bool:
        roles = self.posts if posting and self.posts else self.roles
        if self.reach in {Reach.PUBLIC, Reach.GONE}:
            return self.reach == Reach.PUBLIC
        if self.reach == Reach.ACCOUNT:
            return actor.place != ANONYMOUS
        if actor.role is None:
            return False
        known = self.reach == Reach.ROLE or actor.place == OURS
        return actor.role in roles and (known or (actor.place, actor.role) in self.also)

    def refusal(self, actor: Actor) -> int:
        """A colleague is told that it is not for them; for a stranger it does not exist.

        Staff of another training body are told 403 by their role alone, whatever they ask for.
        """
        if self.reach == Reach.GONE or actor.place in {FORMER, NOBODY}:
            return 404
        colleague = actor.place == OURS and actor.role in STAFF_ROLES
        staff = actor.role in STAFF_ROLES and actor.role not in (self.screen or self.roles)
        return 403 if colleague or staff else 404


def nothing(world: World) -> dict[str, Any]:
    return {}
