"""Writes workbooks with openpyxl or XlsxWriter, as a list of JSON objects on stdin describes them.

Each has path, writer, sheet, date1904, inline (texts in the cells), iso (dates as ISO texts) and rows of cells;
a cell has a kind (text, number, date, time, blank) and a value."""

import datetime
import json
import sys

import openpyxl
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904


def with_openpyxl(book):
    workbook = openpyxl.Workbook()
    if book["date1904"]:
        workbook.epoch = CALENDAR_MAC_1904
    workbook.iso_dates = book["iso"]
    sheet = workbook.active
    sheet.title = book["sheet"]
    for line, row in enumerate(book["rows"], 1):
        for column, cell in enumerate(row, 1):
            if cell["kind"] != "blank":
                sheet.cell(line, column, value_of(cell))
    workbook.save(book["path"])


def with_xlsxwriter(book):
    options = {"constant_memory": book["inline"], "date_1904": book["date1904"]}
    workbook = xlsxwriter.Workbook(book["path"], options)
    date = workbook.add_format({"num_format": "yyyy-mm-dd"})
    time = workbook.add_format({"num_format": "hh:mm"})
    sheet = workbook.add_worksheet(book["sheet"])
    for line, row in enumerate(book["rows"]):
        for column, cell in enumerate(row):
            kind, value = cell["kind"], value_of(cell)
            if kind == "text":
                sheet.write_string(line, column, value)
            elif kind == "number":
                sheet.write_number(line, column, value)
            elif kind in ("date", "time"):
                sheet.write_datetime(line, column, value, date if kind == "date" else time)
    workbook.close()


def value_of(cell):
    kind, value = cell["kind"], cell["value"]
    if kind == "date":
        return datetime.date.fromisoformat(value)
    if kind == "time":
        return datetime.time(int(value))
    return value


for book in json.load(sys.stdin):
    (with_openpyxl if book["writer"] == "openpyxl" else with_xlsxwriter)(book)
