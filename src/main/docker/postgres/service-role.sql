-- Run once, on an empty volume. The image's own user is a superuser, whom row-level security does not bind.
create role psc login password 'psc';
create database psc_accounting owner psc;
