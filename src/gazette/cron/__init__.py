"""A fetch that comes round by itself: a systemd user timer, else a line in the crontab.

What they say is text, made and read by pure functions (`cadence`, `crontab`, `units`); `programs`
runs what keeps them; `inspection` and `installation` read and change what is there. Whether a
feed is then due is not decided here, but in `gazette.schedule`.
"""

from gazette.cron.cadence import INTERVALS, Cadence, nearest
from gazette.cron.inspection import Kind, Schedule, installed

__all__ = ["INTERVALS", "Cadence", "Kind", "Schedule", "installed", "nearest"]
