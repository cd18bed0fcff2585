"""The limits of what anybody may send to a board, kept in the database as those of the log-in are."""

from palier.accounts.limits import Limit

HOUR = 3600
# A whole building shares an address, a hall of residents one line: five ideas an hour is a lively workshop.
IDEAS_BY_LINE = Limit("board-ideas-line", 5, HOUR)
# Whatever the number of lines: what a team can read in a day.
IDEAS_OF_BOARD = Limit("board-ideas", 60, HOUR)
MOST_WAITING = 200
# One form sends one idea: a page sent again after « back » is not a second one.
IDEA_OF_FORM = Limit("board-form", 1, 12 * HOUR)
# The one page of the board that costs: it is drawn each time.
POSTERS_BY_LINE = Limit("board-posters", 30, HOUR)
CODES_BY_LINE = Limit("board-codes", 10, 300)
SUPPORTS_BY_LINE = Limit("board-supports", 60, HOUR)
JOININGS_BY_LINE = Limit("board-joinings", 5, HOUR)
JOININGS_OF_BOARD = Limit("board-joinings-all", 60, HOUR)
REPORTS_BY_LINE = Limit("board-reports", 5, HOUR)
REPORTS_OF_BOARD = Limit("board-reports-all", 60, HOUR)
