"""Run gazette as `python -m gazette`."""

from gazette.cli.main import run

run()
