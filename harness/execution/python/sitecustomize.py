"""
Loaded by Python when a program under test starts: its lines are written as soon as they are complete, as on a terminal.
(PYTHONUNBUFFERED would write each newline by itself, and the lines of several threads would run together.)
"""
import sys

if hasattr(sys.stdout, "reconfigure"):
    sys.stdout.reconfigure(line_buffering=True)
