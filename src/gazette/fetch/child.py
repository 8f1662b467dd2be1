"""A parsing child: `python -m gazette.fetch.child DEADLINE_S MEMORY_MB`.

Reads jobs from standard input and writes answers to standard output until the pipe closes, so
that a killed parent leaves no child behind. Feeds and pages are hostile and their parsers are C
code or tight loops that no thread can stop: the child limits its own memory, and an alarm ends
it when a job takes too long, even when nobody is left to kill it. It counts processor time: on a
busy machine, or under `nice`, an ordinary feed waits long for its turn and is none the worse.
"""

import contextlib
import resource
import signal
import sys
import traceback
from typing import BinaryIO, assert_never

from gazette.errors import ExtractError, ParseError
from gazette.extract import extract
from gazette.feeds.parse import parse_feed
from gazette.fetch.messages import (
    Answer,
    FeedJob,
    Job,
    PageJob,
    framed,
    job_of,
)
from gazette.fetch.pipe import next_message


def main() -> None:
    """Serve until standard input ends."""
    deadline_s, memory_mb = float(sys.argv[1]), int(sys.argv[2])
    # Ctrl-C and a stop of the whole group are for the parent, which ends us: a child that died
    # first would look as if its feed had killed it.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    # macOS knows the limit but refuses to set it; the deadline holds there all the same.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    serve(sys.stdin.buffer, sys.stdout.buffer, deadline_s)


def serve(jobs: BinaryIO, answers: BinaryIO, deadline_s: float) -> None:
    """Answer each job of one stream on the other."""
    while (body := next_message(jobs)) is not None:
        # SIGPROF's default action ends the process inside C code too.
        signal.setitimer(signal.ITIMER_PROF, deadline_s)
        answer = framed(answer_to(job_of(body)))
        signal.setitimer(signal.ITIMER_PROF, 0)
        answers.write(answer)
        answers.flush()


def answer_to(job: Job) -> Answer:
    """Return what becomes of one job; never raises but for want of memory."""
    try:
        match job:
            case FeedJob():
                parsed = parse_feed(
                    job.body,
                    url=job.url,
                    charset=job.charset,
                    language=job.language,
                    now=job.now,
                    seen=job.seen,
                )
                return Answer(feed=parsed)
            case PageJob():
                extraction = extract(
                    job.body,
                    url=job.url,
                    charset=job.charset,
                    language=job.language,
                    rules=job.rules,
                    learn=job.learn,
                )
                return Answer(extraction=extraction)
            case _:
                assert_never(job)
    except ParseError as problem:
        announced = problem.data.get("announced")
        return Answer(
            refusal=str(problem.data["problem"]),
            announced=announced if isinstance(announced, tuple) else None,
        )
    except ExtractError as problem:
        return Answer(refusal=str(problem.data["kind"]))
    except MemoryError:
        raise
    except Exception:  # the last guard: one odd page must not hide the other pages' articles
        return Answer(crash=traceback.format_exc())


if __name__ == "__main__":
    main()
