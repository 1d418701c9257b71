package com.psc.attachments.storage.s3;

import software.amazon.awssdk.core.exception.SdkClientException;

/** No credentials were found, or none could be had. */
final class MissingCredentials extends SdkClientException {

    MissingCredentials(SdkClientException cause) {
        super(SdkClientException.builder().message(cause.getMessage()).cause(cause));
    }
}
