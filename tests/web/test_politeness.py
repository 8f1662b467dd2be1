import asyncio
from datetime import timedelta

import pytest

from gazette.errors import HostHeld
from gazette.web.politeness import HostGate, host_key, turn_key

SHORT = timedelta(seconds=0.02)


class Visits:
    """Requests that take a moment, and what was seen of them."""

    def __init__(self, gate: HostGate) -> None:
        self.gate = gate
        self.open: dict[str, int] = {}
        self.most: dict[str, int] = {}
        self.most_in_all = 0
        self.spans: list[tuple[float, float]] = []

    async def visit(self, host: str) -> None:
        loop = asyncio.get_running_loop()
        async with self.gate.turn(host):
            start = loop.time()
            self.open[host] = self.open.get(host, 0) + 1
            self.most[host] = max(self.most.get(host, 0), self.open[host])
            self.most_in_all = max(self.most_in_all, sum(self.open.values()))
            await asyncio.sleep(0.001)
            self.open[host] -= 1
            self.spans.append((start, loop.time()))

    async def visit_all(self, *hosts: str) -> None:
        await asyncio.gather(*(self.visit(host) for host in hosts))


def gate(per_host: int = 1, delay: timedelta = timedelta(0), jobs: int = 10) -> HostGate:
    return HostGate(per_host=per_host, delay=delay, jobs=jobs)


async def test_one_request_at_a_time_goes_to_a_host() -> None:
    visits = Visits(gate())
    await visits.visit_all(*["a:80"] * 5)
    assert visits.most == {"a:80": 1}


async def test_more_than_one_where_the_reader_says_so() -> None:
    visits = Visits(gate(per_host=2))
    await visits.visit_all(*["a:80"] * 5)
    assert visits.most == {"a:80": 2}


async def test_different_hosts_do_not_wait_for_each_other() -> None:
    visits = Visits(gate(delay=timedelta(hours=1)))
    await visits.visit_all("a:80", "b:80", "a:443")
    assert len(visits.spans) == 3


async def test_no_more_jobs_than_allowed_run_at_once() -> None:
    visits = Visits(gate(jobs=3))
    await visits.visit_all(*(f"host{n}:80" for n in range(12)))
    assert visits.most_in_all == 3


@pytest.mark.parametrize("per_host", [1, 2])
async def test_a_pause_lies_between_an_end_and_the_next_start(per_host: int) -> None:
    visits = Visits(gate(per_host=per_host, delay=SHORT))
    await visits.visit_all(*["a:80"] * 5)
    for _, end in visits.spans:
        later = [start for start, _ in visits.spans if start >= end]
        assert all(start - end >= SHORT.total_seconds() for start in later)


async def test_waiting_for_a_host_takes_no_job_from_others() -> None:
    visits = Visits(gate(delay=timedelta(hours=1), jobs=1))
    await visits.visit("a:80")
    waiting = asyncio.create_task(visits.visit("a:80"))
    await asyncio.sleep(0)
    await visits.visit("b:80")
    waiting.cancel()
    assert len(visits.spans) == 2


async def test_a_failed_request_gives_its_turn_back() -> None:
    subject = gate()
    with pytest.raises(ZeroDivisionError):
        async with subject.turn("a:80"):
            raise ZeroDivisionError
    async with subject.turn("a:80"):
        pass


async def test_a_host_on_hold_gets_no_turn() -> None:
    subject = gate()
    subject.hold("a:80", 60)
    with pytest.raises(HostHeld, match="a:80 asked to be left alone"):
        async with subject.turn("a:80"):
            pass
    async with subject.turn("b:80"):
        pass


async def test_those_who_wait_when_a_hold_comes_are_sent_away() -> None:
    subject = gate()
    async with subject.turn("a:80"):
        waiting = asyncio.create_task(Visits(subject).visit("a:80"))
        await asyncio.sleep(0)
        subject.hold("a:80", 60)
    with pytest.raises(HostHeld):
        await waiting


async def test_a_shorter_hold_does_not_end_a_longer_one() -> None:
    subject = gate()
    subject.hold("a:80", 60)
    until = subject.held_until("a:80")
    subject.hold("a:80", 1)
    assert subject.held_until("a:80") == until


async def test_a_hold_passes() -> None:
    subject = gate()
    subject.hold("a:80", 0)
    assert subject.held_until("a:80") is None
    assert subject.held_until("never-seen:80") is None


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://Exemple.example/rss", "exemple.example:443"),
        ("http://exemple.example/rss", "exemple.example:80"),
        ("http://exemple.example:8080/rss", "exemple.example:8080"),
        ("https://été.example/", "xn--t-9fab.example:443"),
        ("http://[::1]:99/", "::1:99"),
        ("http://[::1", ""),
        ("nothing", ""),
    ],
)
def test_a_host_is_name_and_port(url: str, key: str) -> None:
    assert host_key(url) == key


async def test_a_host_that_asks_for_more_time_between_two_requests_gets_it() -> None:
    visits = Visits(gate())
    await visits.visit("a:80")
    visits.gate.slow_down("a:80", 0.03)
    visits.gate.slow_down("a:80", 0.01)
    await visits.visit_all("a:80", "b:80", "a:80")
    (_, first), *rest = visits.spans
    starts = sorted(start for start, _ in rest)
    assert starts[0] < first + 0.03 <= starts[1]  # b at once, a after its time
    assert starts[2] >= starts[1] + 0.03


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://lettre.substack.com/feed", "substack.com:443"),
        ("http://www.reddit.com/r/france/.rss", "reddit.com:80"),
        ("https://reddit.com/.rss", "reddit.com:443"),
        ("https://notreddit.com/", "notreddit.com:443"),
        ("https://reddit.com.example/", "reddit.com.example:443"),
        ("https://blog.journal.example/", "blog.journal.example:443"),
        ("http://[2001:db8::1]/", host_key("http://[2001:db8::1]/")),
        ("nowhere", ""),
    ],
)
def test_the_names_of_a_platform_share_one_turn(url: str, key: str) -> None:
    assert turn_key(url) == key
