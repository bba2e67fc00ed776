"""`python -m bridge`."""

from bridge.cli.main import run

if __name__ == "__main__":
    run()
