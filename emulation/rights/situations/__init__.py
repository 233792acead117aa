"""Tình huống của một dòng: acts that bring a corner to where an address can be asked, and the numbers for the address.

Each takes a corner; what it does is undone when the row has been asked. One file for each floor of the house; here what all type.
"""

import datetime as dt

REASON = "Reason"


def typed(day):
    return f"{day:%d/%m/%Y}"


def after(corner, days):
    return typed(corner.now.date() + dt.timedelta(days=days))
