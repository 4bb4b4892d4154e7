"""Run the command line with `python -m agent_scorecard`."""

from agent_scorecard.cli import main

if __name__ == "__main__":
    main()
