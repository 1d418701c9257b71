package com.psc.attachments.web;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * The kinds of problems that answers report (<a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>), each with its
 * type, status and title.
 */
enum Problem {
    MALFORMED_REQUEST(HttpStatus.BAD_REQUEST, "The request is malformed"),
    INTERRUPTED_UPLOAD(HttpStatus.BAD_REQUEST, "The body is incomplete or malformed"),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "It must be known who calls"),
    CALL_REFUSED(HttpStatus.FORBIDDEN, "The caller may not do that"),
    ORIGIN_REFUSED(HttpStatus.FORBIDDEN, "Pages of this origin may not call"),
    STALLED_UPLOAD(HttpStatus.REQUEST_TIMEOUT, "The upload stood still, or nearly so, for too long"),
    LINK_REFUSED(HttpStatus.FORBIDDEN, "The link is not valid"),
    UNKNOWN_ATTACHMENT(HttpStatus.NOT_FOUND, "Attachment not found"),
    UNKNOWN_COMPANY(HttpStatus.NOT_FOUND, "Company not found"),
    UNKNOWN_TOKEN(HttpStatus.NOT_FOUND, "Token not found"),
    CONTENT_MISSING(HttpStatus.NOT_FOUND, "The file is missing from its store"),
    UNKNOWN_JOB(HttpStatus.NOT_FOUND, "Job not found"),
    UNKNOWN_ROUTE(HttpStatus.NOT_FOUND, "There is nothing at this address"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "This address does not take that method"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No answer of the types that the request accepts"),
    FOREIGN_STORE(HttpStatus.CONFLICT, "The store belongs to another installation"),
    NO_BUCKET(HttpStatus.CONFLICT, "There is no store on S3"),
    STORE_REFUSES(HttpStatus.CONFLICT, "The store refuses"),
    UPLOAD_IN_PROGRESS(HttpStatus.CONFLICT, "The same upload is under way"),
    JOB_UNDER_WAY(HttpStatus.CONFLICT, "Another job is under way"),
    DOCUMENTS_OUT_OF_REACH(HttpStatus.CONFLICT, "The older documents cannot be imported"),
    WRONG_JOB_STATE(HttpStatus.CONFLICT, "The job is not in a state for that"),
    TOO_MANY_ORPHANS(HttpStatus.CONFLICT, "The cleanup would take much of the store"),
    IN_QUARANTINE(HttpStatus.CONFLICT, "The file waits for the virus scanner"),
    PRECONDITION_FAILED(HttpStatus.PRECONDITION_FAILED, "The file is another one"),
    FILE_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The file is too large"),
    TOO_LARGE_TO_SCAN(HttpStatus.CONTENT_TOO_LARGE, "The file is too large for the virus scanner"),
    TYPE_BLOCKED(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Files of this type are not accepted"),
    UNSUPPORTED_BODY(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "A body of this type is not taken here"),
    UNSATISFIABLE_RANGE(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "No such range"),
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "More than one caller may ask for"),
    INVALID_PARAMETER(HttpStatus.UNPROCESSABLE_CONTENT, "A parameter is missing or wrong"),
    NAME_REFUSED(HttpStatus.UNPROCESSABLE_CONTENT, "The file's name cannot be kept"),
    UNSAFE_CONTENT(HttpStatus.UNPROCESSABLE_CONTENT, "The file is not safe to keep"),
    INFECTED_CONTENT(HttpStatus.UNPROCESSABLE_CONTENT, "The file is infected"),
    NOTHING_ACCEPTED(HttpStatus.UNPROCESSABLE_CONTENT, "All files are refused"),
    DIGEST_MISMATCH(HttpStatus.UNPROCESSABLE_CONTENT, "The content is not what its digest says"),
    IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT, "The Idempotency-Key stands for another upload"),
    TOO_MANY_WRONG_TOKENS(HttpStatus.TOO_MANY_REQUESTS, "Too many wrong tokens"),
    CONTENT_DAMAGED(HttpStatus.INTERNAL_SERVER_ERROR, "The stored file is damaged"),
    INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "The service failed"),
    STORE_CANNOT(HttpStatus.NOT_IMPLEMENTED, "The store cannot do that"),
    PLACE_TAKEN(HttpStatus.SERVICE_UNAVAILABLE, "Another file lies where this one was to go"),
    UPLOAD_EXPIRED(HttpStatus.SERVICE_UNAVAILABLE, "The upload took too long"),
    SCANNER_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The virus scanner is away"),
    ISSUER_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The issuer of tokens is away"),
    STORAGE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The store is away"),
    DATABASE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The database is away"),
    STORAGE_FULL(HttpStatus.INSUFFICIENT_STORAGE, "There is no room left"),
    QUOTA_EXCEEDED(HttpStatus.INSUFFICIENT_STORAGE, "The company has as much as it may have");

    private final HttpStatus status;
    private final String title;

    Problem(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    HttpStatus status() {
        return status;
    }

    ProblemDetail detail(String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(type());
        problem.setTitle(title);
        return problem;
    }

    String title() {
        return title;
    }

    URI type() {
        return URI.create(
                "urn:psc-attachments:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
