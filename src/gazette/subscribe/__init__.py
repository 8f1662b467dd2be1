"""Edit the list of subscriptions: the only writer of feeds.toml, at the reader's own command.

`edits` changes the text and leaves every other byte as it is, `file` replaces the file with it,
`intake` decides which feeds of another reader's list are taken.
"""
