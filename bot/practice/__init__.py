"""The practice server: the real bot in a simulated Discord on this machine, without account, token or network.

`world` furnishes the server, `server` keeps it running, `shims` makes up for what simcord lacks, `places` and
`sight` say where a person can be and what they see there; `script` drives it from text, `front` from a browser.
simcord is a development dependency, so nothing here imports it before it is needed.
"""
