import asyncio

import pytest

from gazette.errors import HostHeld, StoreError
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
    await by_host(urls, url_of=str, work=work, on_fault=done.append, per_host=1)

    assert sorted(done) == sorted(urls)
    assert together == 3
    assert [url for url in done if "//a" in url] == [url for url in urls if "//a" in url]


async def test_a_store_that_cannot_be_written_ends_the_run_with_its_own_error() -> None:
    async def work(url: str) -> None:
        raise StoreError(path="gazette.db", problem="disk full")

    with pytest.raises(StoreError, match="disk full"):
        await by_host(
            ["http://a.example/", "http://b.example/"],
            url_of=str,
            work=work,
            on_fault=lambda _: None,
            per_host=1,
        )


async def test_a_fault_in_one_task_is_told_and_ends_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done: list[str] = []
    faults: list[str] = []

    async def work(url: str) -> None:
        if "token" in url:
            raise ZeroDivisionError
        done.append(url)

    urls = ["http://me:secret@a.example/?token=abcdef", "http://a.example/", "http://b.example/"]
    await by_host(urls, url_of=str, work=work, on_fault=faults.append, per_host=1)

    assert (done, faults) == (urls[1:], urls[:1])
    assert "ZeroDivisionError" in caplog.text
    assert "secret" not in caplog.text
    assert "abcdef" not in caplog.text


async def test_a_task_whose_host_is_held_is_left_alone() -> None:
    async def work(url: str) -> None:
        raise HostHeld(host="a.example:80", seconds=60)

    faults: list[str] = []
    await by_host(["http://a.example/"], url_of=str, work=work, on_fault=faults.append, per_host=1)
    assert faults == []
