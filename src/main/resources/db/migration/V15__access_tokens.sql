-- What each token that was given out makes of its holder. The token itself is not kept, only its SHA-256.
create table access_tokens (
    id           bigserial    primary key,
    name         varchar(200) not null,
    role         varchar(10)  not null check (role in ('viewer', 'editor', 'operator')),
    companies    integer[]    not null check ((role = 'operator') = (companies = '{}')), -- an operator has all
    sha256       varchar(64)  not null unique,
    created_at   timestamptz  not null,
    expires_at   timestamptz,
    last_used_at timestamptz
);

-- What tokens are stamped with, so that those that were never given out are told from them without a look into the table above.
-- One row, for ever.
create table access_token_key (
    key      bytea   not null default decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'),
    only_one boolean primary key default true check (only_one)
);

insert into access_token_key default values;
