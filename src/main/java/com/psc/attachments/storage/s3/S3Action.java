package com.psc.attachments.storage.s3;

/** The requests that this backend makes, each with the IAM action that must be allowed for it. */
enum S3Action {
    FIND_BUCKET("s3:ListBucket", Effect.NONE),
    LIST("s3:ListBucket", Effect.NONE),
    PUT("s3:PutObject", Effect.CHANGE),
    GET("s3:GetObject", Effect.NONE),
    FIND("s3:GetObject", Effect.NONE),
    DELETE("s3:DeleteObject", Effect.CHANGE),
    CREATE_UPLOAD("s3:PutObject", Effect.CHANGE),
    UPLOAD_PART("s3:PutObject", Effect.CHANGE),
    COMPLETE_UPLOAD("s3:PutObject", Effect.CHANGE),
    ABORT_UPLOAD("s3:AbortMultipartUpload", Effect.CHANGE),
    LIST_UPLOADS("s3:ListBucketMultipartUploads", Effect.NONE);

    private enum Effect {
        NONE,
        CHANGE
    }

    private final String iamAction;
    private final Effect effect;

    S3Action(String iamAction, Effect effect) {
        this.iamAction = iamAction;
        this.effect = effect;
    }

    String iamAction() {
        return iamAction;
    }

    /** Whether it leaves the store other than it was. */
    boolean changes() {
        return effect == Effect.CHANGE;
    }
}
