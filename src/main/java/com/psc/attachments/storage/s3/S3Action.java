package com.psc.attachments.storage.s3;

/** The requests that this backend makes, each with the IAM action that must be allowed for it. */
enum S3Action {
    FIND_BUCKET("s3:ListBucket", Effect.NONE, Scope.BUCKET),
    LIST("s3:ListBucket", Effect.NONE, Scope.BUCKET),
    PUT("s3:PutObject", Effect.CHANGE, Scope.FILES),
    GET("s3:GetObject", Effect.NONE, Scope.FILES),
    FIND("s3:GetObject", Effect.NONE, Scope.FILES),
    DELETE("s3:DeleteObject", Effect.CHANGE, Scope.FILES),
    CREATE_UPLOAD("s3:PutObject", Effect.CHANGE, Scope.FILES),
    UPLOAD_PART("s3:PutObject", Effect.CHANGE, Scope.FILES),
    COMPLETE_UPLOAD("s3:PutObject", Effect.CHANGE, Scope.FILES),
    ABORT_UPLOAD("s3:AbortMultipartUpload", Effect.CHANGE, Scope.FILES),
    LIST_UPLOADS("s3:ListBucketMultipartUploads", Effect.NONE, Scope.BUCKET),
    GET_VERSIONING("s3:GetBucketVersioning", Effect.NONE, Scope.CONFIGURATION),
    GET_OBJECT_LOCK("s3:GetBucketObjectLockConfiguration", Effect.NONE, Scope.CONFIGURATION),
    GET_PUBLIC_ACCESS("s3:GetBucketPublicAccessBlock", Effect.NONE, Scope.CONFIGURATION),
    GET_LIFECYCLE("s3:GetLifecycleConfiguration", Effect.NONE, Scope.CONFIGURATION),
    PUT_LIFECYCLE("s3:PutLifecycleConfiguration", Effect.CHANGE, Scope.CONFIGURATION),
    DELETE_VERSION("s3:DeleteObjectVersion", Effect.CHANGE, Scope.PROBES),
    CREATE_BUCKET("s3:CreateBucket", Effect.CHANGE, Scope.SETUP),
    GET_ENCRYPTION("s3:GetEncryptionConfiguration", Effect.NONE, Scope.SETUP),
    PUT_ENCRYPTION("s3:PutEncryptionConfiguration", Effect.CHANGE, Scope.SETUP),
    PUT_VERSIONING("s3:PutBucketVersioning", Effect.CHANGE, Scope.SETUP),
    PUT_PUBLIC_ACCESS("s3:PutBucketPublicAccessBlock", Effect.CHANGE, Scope.SETUP),
    GET_BUCKET_POLICY("s3:GetBucketPolicy", Effect.NONE, Scope.SETUP),
    PUT_BUCKET_POLICY("s3:PutBucketPolicy", Effect.CHANGE, Scope.SETUP),
    IDENTIFY("sts:GetCallerIdentity", Effect.NONE, Scope.SETUP),
    GET_USER_POLICY("iam:GetUserPolicy", Effect.NONE, Scope.SETUP),
    PUT_USER_POLICY("iam:PutUserPolicy", Effect.CHANGE, Scope.SETUP),
    GET_ROLE_POLICY("iam:GetRolePolicy", Effect.NONE, Scope.SETUP),
    PUT_ROLE_POLICY("iam:PutRolePolicy", Effect.CHANGE, Scope.SETUP);

    private enum Effect {
        NONE,
        CHANGE
    }

    /** What it is asked of. */
    enum Scope {
        BUCKET,
        /** What the bucket does by itself. The service works without, and knows less. */
        CONFIGURATION,
        FILES,
        /** Only what was written to try the store. */
        PROBES,
        /** What a bucket and its user are to be like. Whoever sets them up asks it; the service never does. */
        SETUP
    }

    private final String iamAction;
    private final Effect effect;
    private final Scope scope;

    S3Action(String iamAction, Effect effect, Scope scope) {
        this.iamAction = iamAction;
        this.effect = effect;
        this.scope = scope;
    }

    String iamAction() {
        return iamAction;
    }

    Scope scope() {
        return scope;
    }

    /** Whether it leaves the store other than it was. */
    boolean changes() {
        return effect == Effect.CHANGE;
    }
}
