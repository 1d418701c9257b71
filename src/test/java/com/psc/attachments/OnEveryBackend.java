package com.psc.attachments;

import com.psc.attachments.storage.BackendName;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests of the whole service that run once with each backend taking new files; their constructor takes the {@link
 * BackendName}. CI repeats them on the newest JDK.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("service")
@ParameterizedClass(name = "on {0}")
@EnumSource(BackendName.class)
public @interface OnEveryBackend {}
