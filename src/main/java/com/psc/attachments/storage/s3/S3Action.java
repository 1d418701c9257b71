package com.psc.attachments.storage.s3;

/** The requests that this backend makes, each with the IAM action that must be allowed for it. */
enum S3Action {
    FIND_BUCKET("s3:ListBucket"),
    LIST("s3:ListBucket"),
    PUT("s3:PutObject"),
    GET("s3:GetObject"),
    FIND("s3:GetObject"),
    DELETE("s3:DeleteObject"),
    CREATE_UPLOAD("s3:PutObject"),
    UPLOAD_PART("s3:PutObject"),
    COMPLETE_UPLOAD("s3:PutObject"),
    ABORT_UPLOAD("s3:AbortMultipartUpload"),
    LIST_UPLOADS("s3:ListBucketMultipartUploads");

    private final String iamAction;

    S3Action(String iamAction) {
        this.iamAction = iamAction;
    }

    String iamAction() {
        return iamAction;
    }
}
