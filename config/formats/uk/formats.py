"""A day in Ukrainian, the month in its genitive: 22 травня 2025 року."""

DATE_FORMAT = "j E Y року"
SHORT_DATE_FORMAT = "d.m.Y"
DATETIME_FORMAT = "j E Y року, H:i"
