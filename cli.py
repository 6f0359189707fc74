"""Start the command line from a checkout: `python cli.py analyze article.txt`. The app is in framing/cli/."""

from framing.cli import main

if __name__ == "__main__":
    main()
