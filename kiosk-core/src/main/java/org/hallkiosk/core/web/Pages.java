package org.hallkiosk.core.web;

import gg.jte.Content;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hallkiosk.core.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * A room's page templates: {@code src/main/jte/…jte} of its module, turned into Java when it is
 * built. Values are escaped by the place where they stand.
 *
 * <p>Safe for all threads.
 */
public final class Pages {

    /** Where kiosk-core's own templates are: the frame around every page, and the hall's pages. */
    public static final String CORE = "org.hallkiosk.core.pages";

    static final String TEXTS = "org.hallkiosk.core.web.texts";

    private static final String FRAME = "web/frame.jte";

    private final TemplateEngine core;
    private final TemplateEngine own;

    /**
     * @param templates the package that the module's build names for its templates
     */
    public Pages(String templates) {
        this.core = engine(CORE);
        this.own = templates.equals(CORE) ? core : engine(templates);
    }

    private static TemplateEngine engine(String templates) {
        return TemplateEngine.createPrecompiled(
                null, ContentType.Html, Pages.class.getClassLoader(), templates);
    }

    /**
     * What stands around a page's body.
     *
     * @param language of the page
     * @param title of the window and the page's head
     * @param subtitle smaller beside it; may be empty
     * @param links the way to the other pages
     * @param stream the path of the events that keep the page live; empty when it is not
     * @param notice a line across the top, such as that this is a demo; may be empty
     * @param user who is logged in; empty when nobody is; null where there is no login
     */
    public record Frame(
            Locale language,
            String title,
            String subtitle,
            List<Link> links,
            String stream,
            String notice,
            @Nullable String user) {
        public Frame {
            links = List.copyOf(links);
        }

        /** A page of a server without a login. */
        public Frame(
                Locale language,
                String title,
                String subtitle,
                List<Link> links,
                String stream,
                String notice) {
            this(language, title, subtitle, links, stream, notice, null);
        }

        /** A page with neither subtitle, links, events nor notice. */
        public static Frame plain(Locale language, String title) {
            return new Frame(language, title, "", List.of(), "", "");
        }
    }

    /**
     * A link to a page of this server.
     *
     * @param here whether it leads to where the reader is
     */
    public record Link(String path, String text, boolean here) {
        /** A link to elsewhere. */
        public Link(String path, String text) {
            this(path, text, false);
        }
    }

    /**
     * Renders a whole page.
     *
     * @param template relative to {@code src/main/jte}, such as {@code center/halls.jte}
     * @param values the template's parameters by name
     */
    public Response page(Frame frame, String template, Map<String, Object> values) {
        StringOutput out = new StringOutput();
        Content body = output -> own.render(template, values, output);
        core.render(
                FRAME,
                Map.of("frame", frame, "texts", Texts.of(TEXTS, frame.language), "body", body),
                out);
        return Response.html(out.toString());
    }

    /** Renders a template alone: a piece that an event puts into a page that is open. */
    public String piece(String template, Map<String, Object> values) {
        StringOutput out = new StringOutput();
        own.render(template, values, out);
        return out.toString();
    }
}
