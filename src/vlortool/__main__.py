"""`python -m vlortool` is `vlortool`."""

from vlortool.cli import main

if __name__ == "__main__":
    main()
