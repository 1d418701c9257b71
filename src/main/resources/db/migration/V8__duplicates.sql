-- "Which files of the company have this content?" Asked by every upload, and for the list of duplicates.
create index attachments_with_content on attachments (company_id, sha256, id) where sha256 is not null;
