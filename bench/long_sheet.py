"""Writes the sheet of long-sheet.ts with openpyxl or XlsxWriter, for the bench of proposals.

  python3 long_sheet.py openpyxl|xlsxwriter ROWS FILE

Prints one line of JSON: the seconds from the first cell to the finished file, and the peak memory in MiB.
"""

import json
import resource
import sys
import time

PLATFORMS = 10
WEEKDAYS = ["월", "화", "수", "목", "금", "토", "일"]
HEADINGS = ["날짜", "요일"] + [f"매체 {i + 1}" for i in range(PLATFORMS)]
HEADINGS += ["합계", "누계", "비중", "전일 대비"]
COLUMNS = len(HEADINGS)
FIRST_ROW = 3
START = 46027  # 2026-01-05
DATE, WHOLE, SHARE = "yyyy-mm-dd", "#,##0_);-#,##0_);#,##0_);@_)", "0.0%_);-0.0%_);0.0%_);@_)"
INK, NAVY, WHITE, LINE = "1F2937", "1E3A5F", "FFFFFF", "D9DEE5"
FOOTER = "&L&8&K6B7280한빛식품&C&8&K6B7280&P / &N&R&8&K6B7280일별 계획"
FORMATS = {"date": ("center", DATE), "text": ("center", None), "whole": ("right", WHOLE), "share": ("right", SHARE)}
# Of each kind of row: colour, bold, fill, whether a line is above it.
KINDS = {"day": (INK, False, None, False), "weekend": (INK, False, "F8F7F3", False), "week": (NAVY, True, "E8EDF3", True)}


def letter(column):
    return chr(64 + column)


def impressions_on(day):
    return [((day * 7919 + i * 104729) % 99991) + 1000 for i in range(PLATFORMS)]


def rows(length):
    """Each row as (kind, cells); a cell is (format, value) or (format, formula, result)."""
    whole = sum(sum(impressions_on(at - at // 8)) for at in range(length) if at % 8 != 7)
    days, running, before = [], 0, 0
    for at in range(length):
        row, day = FIRST_ROW + at, at - at // 8
        if at % 8 == 7:
            totals = [sum(one[i] for one in days) for i in range(PLATFORMS)]
            totals.append(sum(totals))
            days = []
            cells = [("text", "주 합계"), ("text", None)]
            for i, total in enumerate(totals):
                column = letter(3 + i)
                cells.append(("whole", f"=SUM({column}{row - 7}:{column}{row - 1})", total))
            yield "week", cells + [("whole", None)] * 3
            continue
        weekday = day % 7
        numbers = impressions_on(day)
        total = sum(numbers)
        change = 0 if day == 0 else total / before - 1
        days.append(numbers)
        running += total
        before = total
        above = row - 2 if weekday == 0 else row - 1
        cells = [("date", START + day), ("text", WEEKDAYS[weekday])]
        cells += [("whole", number) for number in numbers]
        cells.append(("whole", f"=SUM(C{row}:L{row})", total))
        cells.append(("whole", f"=M{row}" if day == 0 else f"=N{above}+M{row}", running))
        cells.append(("share", f"=M{row}/{whole}", total / whole))
        cells.append(("share", None) if day == 0 else ("share", f"=M{row}/M{above}-1", change))
        yield "weekend" if weekday > 4 else "day", cells


def with_xlsxwriter(length, path):
    import xlsxwriter

    # Rows leave the memory as they are written, as in our renderer.
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("일별 계획")
    font = {"font_name": "맑은 고딕", "valign": "vcenter"}
    formats = {}
    for kind, (color, bold, fill, line) in KINDS.items():
        for name, (align, number) in FORMATS.items():
            style = {**font, "font_size": 10, "font_color": f"#{color}", "bold": bold, "align": align}
            style |= {"bottom": 1, "bottom_color": f"#{LINE}"}
            if fill:
                style["bg_color"] = f"#{fill}"
            if line:
                style |= {"top": 2, "top_color": f"#{NAVY}"}
            if number:
                style["num_format"] = number
            formats[kind, name] = book.add_format(style)
    title = book.add_format({**font, "font_size": 22, "font_color": f"#{NAVY}", "bold": True, "align": "left"})
    header = book.add_format(
        {**font, "font_size": 10, "font_color": f"#{WHITE}", "bold": True, "align": "center", "bg_color": f"#{NAVY}", "text_wrap": True}
    )
    sheet.set_column(0, 1, 12)
    sheet.set_column(2, COLUMNS - 1, 14)
    sheet.set_tab_color(f"#{NAVY}")
    sheet.hide_gridlines(2)
    sheet.freeze_panes(2, 2)
    sheet.set_row(0, 42)
    sheet.merge_range(0, 0, 0, COLUMNS - 1, "일별 계획", title)
    sheet.set_row(1, 32)
    for column, heading in enumerate(HEADINGS):
        sheet.write_string(1, column, heading, header)
    for at, (kind, cells) in enumerate(rows(length), FIRST_ROW - 1):
        sheet.set_row(at, 25 if kind == "week" else 22)
        for column, (name, value, *result) in enumerate(cells):
            style = formats[kind, name]
            if value is None:
                sheet.write_blank(at, column, None, style)
            elif result:
                sheet.write_formula(at, column, value, style, result[0])
            elif isinstance(value, str):
                sheet.write_string(at, column, value, style)
            else:
                sheet.write_number(at, column, value, style)
        if kind == "week":
            sheet.merge_range(at, 0, at, 1, "주 합계", formats[kind, "text"])
    last = FIRST_ROW + length - 1
    red, faint = book.add_format({"font_color": "#B3261E"}), book.add_format({"font_color": "#9CA3AF"})
    sheet.conditional_format(f"P3:P{last}", {"type": "cell", "criteria": "<", "value": 0, "format": red})
    sheet.conditional_format(f"A3:P{last}", {"type": "formula", "criteria": "=$M3=0", "format": faint})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(f"A1:P{last}")
    sheet.repeat_rows(1)
    sheet.set_footer(FOOTER)
    book.close()


def with_openpyxl(length, path):
    from openpyxl import Workbook
    from openpyxl.formatting.rule import CellIsRule, FormulaRule
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    book = Workbook()
    sheet = book.active
    sheet.title = "일별 계획"
    below = Side("thin", color=LINE)
    for kind, (color, bold, fill, line) in KINDS.items():
        for name, (align, number) in FORMATS.items():
            style = NamedStyle(f"{kind} {name}")
            style.font = Font("맑은 고딕", 10, bold, color=color)
            style.alignment = Alignment(align, "center")
            style.border = Border(bottom=below, top=Side("medium", color=NAVY) if line else None)
            if fill:
                style.fill = PatternFill("solid", fgColor=fill)
            if number:
                style.number_format = number
            book.add_named_style(style)
    for column in range(1, COLUMNS + 1):
        sheet.column_dimensions[letter(column)].width = 12 if column < 3 else 14
    sheet.append(["일별 계획"])
    sheet["A1"].font = Font("맑은 고딕", 22, True, color=NAVY)
    sheet["A1"].alignment = Alignment("left", "center")
    sheet.row_dimensions[1].height = 42
    sheet.merge_cells(f"A1:{letter(COLUMNS)}1")
    sheet.append(HEADINGS)
    sheet.row_dimensions[2].height = 32
    for cell in sheet[2]:
        cell.font = Font("맑은 고딕", 10, True, color=WHITE)
        cell.fill = PatternFill("solid", fgColor=NAVY)
        cell.alignment = Alignment("center", "center", wrap_text=True)
    for row, (kind, cells) in enumerate(rows(length), FIRST_ROW):
        sheet.row_dimensions[row].height = 25 if kind == "week" else 22
        for column, (name, value, *_) in enumerate(cells, 1):
            sheet.cell(row, column, value).style = f"{kind} {name}"
        if kind == "week":
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
    last = FIRST_ROW + length - 1
    sheet.conditional_formatting.add(f"P3:P{last}", CellIsRule("lessThan", ["0"], font=Font(color="B3261E")))
    sheet.conditional_formatting.add(f"A3:P{last}", FormulaRule(["$M3=0"], font=Font(color="9CA3AF")))
    sheet.freeze_panes = "C3"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = NAVY
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_area = f"A1:P{last}"
    sheet.print_title_rows = "2:2"
    sheet.oddFooter.left.text, sheet.oddFooter.center.text, sheet.oddFooter.right.text = "한빛식품", "&P / &N", "일별 계획"
    book.save(path)


WRITERS = {"openpyxl": with_openpyxl, "xlsxwriter": with_xlsxwriter}

if __name__ == "__main__":
    _, library, length, path = sys.argv
    __import__(library)
    started = time.perf_counter()
    WRITERS[library](int(length), path)
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
