"""The commands of the `divergence` command line, one file a family; `bot.__main__` lists them."""
