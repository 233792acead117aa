"""Ma trận quyền: every address, by GET and by POST, as every kind of person, against a table written by hand."""
