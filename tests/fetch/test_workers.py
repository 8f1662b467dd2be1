import asyncio

import pytest

from gazette.errors import StoreError
from gazette.fetch.workers import by_host


async def test_hosts_go_side_by_side_and_each_one_thing_at_a_time() -> None:
    running: dict[str, int] = {}
    together = 0
    done: list[str] = []

    async def work(url: str) -> None:
        nonlocal together
        host = url.split("/")[2]
        running[host] = running.get(host, 0) + 1
        assert running[host] == 1
        together = max(together, sum(running.values()))
        await asyncio.sleep(0)
        running[host] -= 1
        done.append(url)

    urls = [f"http://{host}.example/{n}" for n in range(3) for host in "abc"]
    await by_host(urls, url_of=str, work=work, per_host=1)

    assert sorted(done) == sorted(urls)
    assert together == 3
    assert [url for url in done if "//a" in url] == [url for url in urls if "//a" in url]


async def test_a_store_that_cannot_be_written_ends_the_run_with_its_own_error() -> None:
    async def work(url: str) -> None:
        raise StoreError(path="gazette.db", problem="disk full")

    with pytest.raises(StoreError, match="disk full"):
        await by_host(["http://a.example/", "http://b.example/"], url_of=str, work=work, per_host=1)
