-- Tells the keys of uploads apart: random ones would meet, now and then, where many files come in the same second.
create sequence upload_numbers;
