package com.psc.attachments.attachment;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.request.InvalidParameter;
import com.psc.attachments.request.PageLimit;
import java.util.Arrays;
import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** How parameters are read whose text is not what Java calls the value. */
@Configuration(proxyBeanMethods = false)
class ParameterFormats implements WebMvcConfigurer {

    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(String.class, AttachmentId.class, AttachmentId::of);
        registry.addConverter(String.class, ListCursor.class, ListCursor::of);
        registry.addConverter(String.class, PageLimit.class, PageLimit::of);
        registry.addConverter(String.class, CompanyId.class, ParameterFormats::company);
        registry.addConverter(String[].class, CompanyId.class, given -> company(only("company_id", given)));
    }

    /** @throws InvalidParameter if it is not the number of a company */
    static CompanyId company(String text) {
        int number = integer("company_id", text);
        try {
            return new CompanyId(number);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter("company_id", "must not be negative");
        }
    }

    /**
     * Spring's own reading of integers takes 0x1 and #1 for 1.
     *
     * @throws InvalidParameter if it is no integer, or too large for one
     */
    static int integer(String name, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new InvalidParameter(name, "must be an integer");
        }
    }

    /**
     * The value of a parameter that must have one.
     *
     * @throws InvalidParameter if it was given several that differ
     */
    static String only(String name, String... given) {
        if (Arrays.stream(given).distinct().count() > 1) {
            throw new InvalidParameter(name, "is given several times with different values");
        }
        return given[0];
    }
}
