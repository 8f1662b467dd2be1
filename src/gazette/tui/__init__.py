"""The reader: what `gazette` opens in a terminal.

Messages go up, data goes down, and one module (`library`) knows the store. `typography`,
`render`, `headlines`, `listing` and `subscriptions` are pure: they turn values into lines of
spans, whose styles the widgets look up in `gazette.tcss`.
"""
