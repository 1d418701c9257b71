-- What looking into a file has found, as labels with commas between them, and what the virus scanner said of it.
alter table attachments
    add column findings   varchar(200) not null default '',
    add column scan       varchar(12)  not null default 'none' check (scan in ('none', 'clean', 'quarantined')),
    add column scanned_at timestamptz;

-- Few files ever wait for the scanner.
create index attachments_in_quarantine on attachments (id) where scan = 'quarantined';
